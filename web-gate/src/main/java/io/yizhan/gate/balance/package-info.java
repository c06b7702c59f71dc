/** Which worker a client gets. Starting point: {@link io.yizhan.gate.balance.ImLoadBalance}. */
@NullMarked
package io.yizhan.gate.balance;

import org.jspecify.annotations.NullMarked;
