package org.memorycached.e2e.drill;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults so far. Thread-safe. */
final class FaultLog {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    Fault replace(Fault old, Fault now) {
        faults.set(faults.indexOf(old), now);
        return now;
    }

    List<Fault> all() {
        return List.copyOf(faults);
    }

    /** What the servers were like at that time; a central fault counts more than a local one. */
    Phase phaseAt(long time) {
        Phase phase = Phase.HEALTHY;
        for (Fault fault : faults) {
            Phase of = fault.phaseAt(time);
            phase = of.compareTo(phase) > 0 ? of : phase;
        }
        return phase;
    }

    /** The newest few, for an explanation. */
    List<String> lastOnes(long startedAt) {
        List<Fault> all = all();
        return all.subList(Math.max(0, all.size() - 4), all.size()).stream()
                .map(fault -> describe(fault, startedAt))
                .toList();
    }

    private static String describe(Fault fault, long startedAt) {
        return (fault.central() ? "central " : "local ") + fault.server() + " " + fault.kind() + ": from "
                + seconds(fault.beganAt(), startedAt) + ", back " + seconds(fault.backAt(), startedAt) + ", whole "
                + seconds(fault.overAt(), startedAt);
    }

    private static String seconds(long time, long startedAt) {
        return time == Long.MAX_VALUE ? "not yet" : String.format(Locale.ROOT, "%.3f s", (time - startedAt) / 1e9);
    }
}
