package org.memorycached.session.codec;

class JsonCodecContractTest extends SessionCodecContract {

    @Override
    SessionCodec codec() {
        return new JsonSessionCodec();
    }
}
