/**
 * The fault drill: real memcached processes are killed, frozen and restarted empty under the load of simulated browsers,
 * which know what each answer may be. Start at {@link org.memorycached.e2e.drill.Drill}.
 */
package org.memorycached.e2e.drill;
