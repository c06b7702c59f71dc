/** Accounts: registration, their table, and how passwords are kept. */
@NullMarked
package io.yizhan.gate.user;

import org.jspecify.annotations.NullMarked;
