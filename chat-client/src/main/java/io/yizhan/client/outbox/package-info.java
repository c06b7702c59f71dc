/**
 * Sending: what is not acknowledged is kept and sent again under the same id. Starting point:
 * {@link io.yizhan.client.outbox.Outbox}. Everything but {@link io.yizhan.client.outbox.MessageIds} belongs to the
 * client's event loop.
 */
@NullMarked
package io.yizhan.client.outbox;

import org.jspecify.annotations.NullMarked;
