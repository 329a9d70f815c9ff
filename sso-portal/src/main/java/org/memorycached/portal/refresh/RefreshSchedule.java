package org.memorycached.portal.refresh;

import java.time.Duration;
import java.util.List;
import org.memorycached.session.autoconfigure.InvalidPropertyException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** When sessions are refreshed, and whose page views tell of users who are not known yet. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class RefreshSchedule implements SchedulingConfigurer, WebMvcConfigurer {

    /**
     * The interval.
     *
     * @param refresh How soon a session learns that its user's roles have changed, or that the user is gone.
     */
    @ConfigurationProperties("portal")
    record Interval(@DefaultValue("10m") Duration refresh) {

        Interval {
            if (refresh.compareTo(Duration.ofMillis(100)) < 0) {
                throw new InvalidPropertyException("portal.refresh", refresh, "it is 100 ms or more");
            }
        }
    }

    /** Pages that do not ask who wants to see them: they shall work in an outage. */
    private static final List<String> FOR_EVERYBODY =
            List.of("/login", "/logout", "/error", "/assets/**", "/webjars/**", "/actuator/health/**");

    private final RoleRefresh roleRefresh;
    private final NoteUser noteUser;
    private final Interval interval;

    RefreshSchedule(RoleRefresh roleRefresh, NoteUser noteUser, Interval interval) {
        this.roleRefresh = roleRefresh;
        this.noteUser = noteUser;
        this.interval = interval;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(new FixedDelayTask(roleRefresh, interval.refresh(), interval.refresh()));
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(noteUser).excludePathPatterns(FOR_EVERYBODY);
    }
}
