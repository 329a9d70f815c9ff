package org.memorycached.e2e.benchmark.peer;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where our applications say that they are ready, so that a peer is started and awaited like them. */
@RestController
class ReadinessController {

    @GetMapping("/actuator/health/readiness")
    String readiness() {
        return "UP";
    }
}
