/**
 * What a device remembers over restarts. Starting points: {@link io.yizhan.client.store.LocalStore}, the promise, and
 * {@link io.yizhan.client.store.FileLocalStore}, which keeps it also when the process is killed.
 */
@NullMarked
package io.yizhan.client.store;

import org.jspecify.annotations.NullMarked;
