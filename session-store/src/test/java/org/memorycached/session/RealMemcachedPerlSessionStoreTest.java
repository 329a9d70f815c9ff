package org.memorycached.session;

import org.memorycached.session.testing.RequiresRealMemcached;

/** The contract in Perl mode, on real memcached. */
@RequiresRealMemcached
class RealMemcachedPerlSessionStoreTest extends RealMemcachedSessionStoreTest {

    @Override
    protected SessionStoreBuilder builder() {
        return super.builder().perlCompatible(true);
    }
}
