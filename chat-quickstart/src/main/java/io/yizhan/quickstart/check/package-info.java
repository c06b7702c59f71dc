/**
 * Did a cluster keep its promises while it was tormented? Clients' histories are recorded by
 * {@link io.yizhan.quickstart.check.Recorder}; {@link io.yizhan.quickstart.check.Checker} judges them together with
 * what the database holds at the end. Knows the protocol and the schema, and no class of the server.
 */
@NullMarked
package io.yizhan.quickstart.check;

import org.jspecify.annotations.NullMarked;
