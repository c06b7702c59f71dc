/**
 * The clients' connections: bytes to frames to requests. Starting points:
 * {@link io.yizhan.server.transport.ClientListener}, {@link io.yizhan.server.transport.EventLoops}. Everything but
 * starting and stopping runs on event loops; nothing here waits on them.
 */
@NullMarked
package io.yizhan.server.transport;

import org.jspecify.annotations.NullMarked;
