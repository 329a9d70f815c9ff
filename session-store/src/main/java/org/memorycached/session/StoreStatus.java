package org.memorycached.session;

import java.util.List;
import org.memorycached.session.revocation.FollowerStatus;

/**
 * How a store is, for people who look after it.
 *
 * @param central the central servers, in the order of the option {@code servers}
 * @param local the local servers, in the order of the option {@code local}
 */
public record StoreStatus(List<Central> central, List<Local> local) {

    /**
     * One central server.
     *
     * @param name host:port
     * @param answers whether it answers now
     * @param feed how far its feed is followed
     * @param missedWrites whether it missed writes while it was away: they are brought to it, or it is emptied if nobody
     *     has them any more, or can list what they are
     * @param complete whether it has all that belongs on it, and missed nothing; a server that came back empty, or missed
     *     writes, is being filled until then
     * @param evictions how many sessions it has thrown away for want of memory since it started, though they were
     *     still valid; -1 if that is not known
     */
    public record Central(
            String name,
            boolean answers,
            FollowerStatus feed,
            boolean missedWrites,
            boolean complete,
            long evictions) {}

    /**
     * One local server.
     *
     * @param name host:port
     * @param answers whether it answers now
     */
    public record Local(String name, boolean answers) {}

    public StoreStatus {
        central = List.copyOf(central);
        local = List.copyOf(local);
    }

    /** Whether sessions can be read and written at all. */
    public boolean isAvailable() {
        return central.stream().anyMatch(Central::answers);
    }
}
