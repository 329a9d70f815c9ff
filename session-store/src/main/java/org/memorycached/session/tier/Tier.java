package org.memorycached.session.tier;

import java.util.List;

/** The servers of one tier, and which of them have which key. Thread-safe. */
public final class Tier implements AutoCloseable {

    private final List<CacheServer> servers;
    private final Placement placement;

    /** A tier with {@linkplain Placement#rendezvous rendezvous hashing}. */
    public Tier(List<? extends CacheServer> servers) {
        this(
                servers,
                Placement.rendezvous(servers.stream().map(CacheServer::name).toList()));
    }

    /** A tier whose keys are placed in another way. */
    public Tier(List<? extends CacheServer> servers, Placement placement) {
        this.servers = List.copyOf(servers);
        this.placement = placement;
    }

    /** All servers, in the order of the configuration. */
    public List<CacheServer> servers() {
        return servers;
    }

    /** Whether there is no server: for a local tier that is not used. */
    public boolean isEmpty() {
        return servers.isEmpty();
    }

    /**
     * The server that has this key.
     *
     * @throws IllegalStateException if the tier has no servers
     */
    public CacheServer serverOf(String key) {
        return servers.get(indexOf(key));
    }

    /** Like {@link #serverOf}: its place in {@link #servers()}. */
    public int indexOf(String key) {
        if (servers.isEmpty()) {
            throw new IllegalStateException("This tier has no servers");
        }
        return servers.size() == 1 ? 0 : placement.of(key, 1)[0];
    }

    /**
     * The places in {@link #servers()} of all that have this key, the first to be asked first.
     *
     * @param copies on how many servers a key is, at most all
     */
    public int[] placesOf(String key, int copies) {
        return placement.of(key, copies);
    }

    @Override
    public void close() {
        servers.forEach(CacheServer::close);
    }
}
