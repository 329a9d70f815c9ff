package org.memorycached.portal.attempts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.memorycached.session.limits.Attempt;
import org.memorycached.session.limits.AttemptLimit;
import org.memorycached.session.limits.AttemptLimits;
import org.memorycached.session.limits.AttemptRule;
import org.memorycached.session.limits.PendingAttempt;
import org.memorycached.session.limits.Settlement;
import org.springframework.stereotype.Component;

/**
 * Counts the attempts to sign in, and says who has to wait.
 *
 * <p>Every method but {@link #succeeded} throws a {@link org.memorycached.session.SessionUnavailableException} if the
 * counts are not to be had. Safe for use by many threads.
 */
@Component
public final class SignInAttempts {

    private static final String COUNTED = SignInAttempts.class.getName() + ".COUNTED";

    private final AttemptLimit byNameAndClient;
    private final AttemptLimit byNameAndClientUnderAttack;
    private final AttemptLimit byName;
    private final AttemptLimit byAddress;
    private final AttemptLimit bySite;
    private final KnownDevices devices;

    SignInAttempts(AttemptLimits limits, AttemptProperties properties) {
        Duration window = properties.window();
        this.byNameAndClient = limits.limit("sign-in", properties.withPauses());
        this.byNameAndClientUnderAttack = limits.limit("sign-in-under-attack", AttemptRule.atMost(1, window));
        this.byName = limits.limit("sign-in-name", AttemptRule.atMost(properties.nameAttempts(), window));
        this.byAddress = limits.limit("sign-in-address", AttemptRule.atMost(properties.addressAttempts(), window));
        this.bySite = limits.limit("sign-in-site", AttemptRule.atMost(properties.siteAttempts(), window));
        Duration kept = properties.knownDeviceFor();
        this.devices = new KnownDevices(limits.marks("device", kept), kept);
    }

    /** Counts the attempt that a request is; the time to wait if it must not be made. */
    Optional<Duration> begin(HttpServletRequest request, String typedName) {
        String name = Subjects.name(typedName);
        CountedAttempt counted = new CountedAttempt(name, devices.of(request, name));
        Attempt last = counted.device()
                .map(device -> counted.countAsOwn(byNameAndClient, name + "\ndevice " + device))
                .orElseGet(() -> stranger(counted, request.getRemoteAddr()));
        if (last.allowed()) {
            request.setAttribute(COUNTED, counted);
            return Optional.empty();
        }
        counted.takeBack();
        return Optional.of(last.retryAfter());
    }

    /**
     * Waits twice: for the address, with the pause of the name there; then for both counts of the name, which an address
     * over its limit must not have touched.
     */
    private Attempt stranger(CountedAttempt counted, String address) {
        String network = Subjects.network(address);
        String site = Subjects.site(address);
        String nameAndAddress = counted.name() + "\naddress " + network;
        PendingAttempt pending = byNameAndClient.prepare(nameAndAddress);
        Attempt ofAddress = countAddress(counted, network, site);
        if (!ofAddress.allowed()) {
            return ofAddress;
        }
        Supplier<Attempt> own = pending.count();
        boolean underAttack = !counted.count(byName, counted.name()).allowed();
        Attempt asUsual = counted.addAsOwn(byNameAndClient, own.get());
        if (!underAttack) {
            return asUsual;
        }
        counted.takeBackOwn();
        return counted.countAsOwn(byNameAndClientUnderAttack, counted.name() + "\naddress " + site);
    }

    /** An IPv4 address is its own site. The site first, whose answer is there when that of the network is. */
    private Attempt countAddress(CountedAttempt counted, String network, String site) {
        if (site.equals(network)) {
            return counted.count(byAddress, network);
        }
        Supplier<Attempt> sent = bySite.prepare(site).count();
        Attempt ofNetwork = counted.count(byAddress, network);
        Attempt ofSite = counted.add(bySite, sent.get());
        return ofNetwork.allowed() ? ofSite : ofNetwork;
    }

    /**
     * The password was right: nothing counts, and the browser is known from now on.
     *
     * @return what has been sent, for whoever has more to ask the servers meanwhile. Await it in any case: where a server
     *     is away, the next one is asked then
     */
    public Settlement succeeded(HttpServletRequest request, HttpServletResponse response) {
        Settlement settlement = new Settlement();
        if (request.getAttribute(COUNTED) instanceof CountedAttempt counted) {
            counted.succeed(settlement);
            devices.remember(request, response, counted, settlement);
        }
        return settlement;
    }

    /** Nobody could tell whether the password was right: that is not the user's failure. */
    public void undecided(HttpServletRequest request) {
        if (request.getAttribute(COUNTED) instanceof CountedAttempt counted) {
            counted.takeBack();
        }
    }
}
