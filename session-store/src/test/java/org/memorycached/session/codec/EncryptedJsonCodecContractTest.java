package org.memorycached.session.codec;

class EncryptedJsonCodecContractTest extends EncryptingCodecContract {

    @Override
    SessionCodec plain() {
        return new JsonSessionCodec();
    }
}
