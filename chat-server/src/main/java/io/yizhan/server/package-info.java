/** The worker: a program ({@code ChatServerMain}) and its only wiring ({@code ChatServer}). */
@NullMarked
package io.yizhan.server;

import org.jspecify.annotations.NullMarked;
