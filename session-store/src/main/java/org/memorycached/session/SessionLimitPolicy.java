package org.memorycached.session;

/** What a login does when its principal has as many sessions as the limit allows. */
public enum SessionLimitPolicy {
    /** Nothing: as many sessions as the principal likes. */
    ALLOW,
    /** The oldest sessions end, so that the new one makes the limit full. */
    EVICT_OLDEST,
    /** It is refused with a {@link SessionLimitException}. */
    DENY,
    /** It goes on, and {@link CreatedSession#overLimit} tells of the oldest sessions over the limit. */
    NOTIFY
}
