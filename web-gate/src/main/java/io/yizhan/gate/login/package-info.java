/** Tokens and nodes for clients: login, another node, logout; and what slows down guessing. */
@NullMarked
package io.yizhan.gate.login;

import org.jspecify.annotations.NullMarked;
