/**
 * The SDK for chat clients. Starting points: {@link io.yizhan.client.ChatClient},
 * {@link io.yizhan.client.ChatListener}, {@link io.yizhan.client.ChatClientConfig}. Each client keeps its state on one
 * event loop and calls its listener on one thread of its own.
 */
@NullMarked
package io.yizhan.client;

import org.jspecify.annotations.NullMarked;
