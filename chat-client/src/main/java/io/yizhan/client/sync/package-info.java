/**
 * Receiving: gaps, duplicates and order. Starting points: {@link io.yizhan.client.sync.ConversationInbox}, one
 * conversation as a state machine, and {@link io.yizhan.client.sync.Receiver}, which joins all of them to a connection.
 * Everything here but the position stores belongs to the client's event loop.
 */
@NullMarked
package io.yizhan.client.sync;

import org.jspecify.annotations.NullMarked;
