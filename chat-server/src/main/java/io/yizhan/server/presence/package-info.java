/**
 * Who is there: lists of users that connections watch, kept up to date across workers. Starting points:
 * {@link io.yizhan.server.presence.Presences}, which transport asks, and
 * {@link io.yizhan.server.presence.PresenceWatch}. All state belongs to one thread, {@code presence}, which never
 * blocks; nothing here is on the way of a message.
 */
@NullMarked
package io.yizhan.server.presence;

import org.jspecify.annotations.NullMarked;
