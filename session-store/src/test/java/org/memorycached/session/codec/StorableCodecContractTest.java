package org.memorycached.session.codec;

import java.time.Duration;

class StorableCodecContractTest extends SessionCodecContract {

    @Override
    SessionCodec codec() {
        return new StorableSessionCodec(1_000_000, clock(), Duration.ofMinutes(30));
    }
}
