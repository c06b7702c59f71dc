/**
 * The connection to a worker and its life: dial, log in, ping, lose, find another. Starting points:
 * {@link io.yizhan.client.connection.SessionKeeper}, {@link io.yizhan.client.connection.Exchange}. Everything belongs
 * to one event loop per client.
 */
@NullMarked
package io.yizhan.client.connection;

import org.jspecify.annotations.NullMarked;
