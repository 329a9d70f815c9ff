package org.memorycached.e2e.environment;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.memorycached.session.testing.PlainConnection;

/** What central servers say of themselves and of each other, asked without the session store. */
public final class CentralState {

    /** {@code complete}, by its length: the value's first line tells no more. */
    private static final String COMPLETE = " " + "complete".length();

    /** What a note becomes when what it tells of was seen to; by its length, too. */
    private static final String SETTLED = " " + "settled".length();

    private CentralState() {}

    /**
     * Whether every server has all that belongs on it, and none has missed a write.
     *
     * @param servers {@code host:port} each; two copies of each session are on them
     */
    public static boolean isWhole(List<String> servers) {
        // As the store names it: which servers there are, and how many copies.
        String stateKey =
                "tier:state:" + DigestUtils.md5Hex(servers.stream().sorted().collect(Collectors.joining(",")) + " 2");
        return servers.stream().allMatch(server -> isWhole(server, stateKey, servers));
    }

    private static boolean isWhole(String server, String stateKey, List<String> all) {
        try (PlainConnection connection = PlainConnection.to(server)) {
            if (!connection.ask("get " + stateKey).endsWith(COMPLETE)) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        return all.stream().noneMatch(other -> hasMissed(server, other));
    }

    private static boolean hasMissed(String witness, String other) {
        try (PlainConnection connection = PlainConnection.to(witness)) {
            String note = connection.ask("get tier:missed:" + other);
            return !note.equals("END") && !note.endsWith(SETTLED);
        } catch (IOException e) {
            return true;
        }
    }
}
