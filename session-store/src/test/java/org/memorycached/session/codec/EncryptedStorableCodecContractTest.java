package org.memorycached.session.codec;

import java.time.Duration;

class EncryptedStorableCodecContractTest extends EncryptingCodecContract {

    @Override
    SessionCodec plain() {
        return new StorableSessionCodec(1_000_000, clock(), Duration.ofMinutes(30));
    }
}
