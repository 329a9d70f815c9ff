package org.memorycached.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.memorycached.session.tier.CacheServer;
import org.memorycached.session.tier.HeapCacheServer;
import org.memorycached.session.tier.RoundTrips;
import org.memorycached.session.tier.Tier;

/** How often one operation waits for the central tier: what is sent before it waits shares the way there and back. */
class RoundTripsTest {

    private final MutableClock clock = new MutableClock();
    private final RoundTrips trips = new RoundTrips();
    private final Tier central = new Tier(List.of(counted("central1:11211"), counted("central2:11211")));
    private final SessionStoreBuilder builder = SessionStore.builder()
            .servers("central1:11211", "central2:11211")
            .copies(2)
            .principal("uid")
            .touchInterval(Duration.ofMinutes(1))
            .clock(clock)
            .background(new RunAtOnce());
    private final StoreAssembly assembly =
            new StoreAssembly(builder.options(), central, new Tier(List.of()), clock::nanoTime);
    private final SessionStore store = assembly.store(() -> {});

    @Test
    void a_login_with_its_reference_and_its_index_waits_twice() {
        store.create(Map.of("uid", "dwho"));
        trips.reset();
        store.create(Map.of("uid", "dwho"));
        assertThat(trips.count()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_booking_waits_once_and_its_save_three_times() {
        NewSession opened = store.open();
        assertThat(trips.count()).isEqualTo(1);
        trips.reset();
        opened.save(Map.of("uid", "dwho"));
        assertThat(trips.count()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_read_waits_once_for_both_servers() {
        SessionId id = store.create(Map.of("uid", "dwho")).id();
        clock.advance(Duration.ofMinutes(5));
        trips.reset();
        assertThat(store.find(id).orElseThrow().origin().level()).isEqualTo(SessionOrigin.Level.CENTRAL);
        assertThat(trips.count()).isEqualTo(1);
    }

    @Test
    void a_list_waits_as_often_for_fifty_sessions_as_for_two() {
        for (int i = 0; i < 2; i++) {
            store.create(Map.of("uid", "rose"));
        }
        for (int i = 0; i < 50; i++) {
            store.create(Map.of("uid", "dwho"));
        }
        trips.reset();
        store.sessionsOf("rose");
        int forTwo = trips.count();
        trips.reset();
        store.sessionsOf("dwho");
        assertThat(trips.count()).isEqualTo(forTwo).isLessThanOrEqualTo(3);
    }

    private CacheServer counted(String name) {
        return trips.to(new HeapCacheServer(name, clock));
    }
}
