/** What goes wrong, as the problem details and stable codes of the protocol. */
@NullMarked
package io.yizhan.gate.error;

import org.jspecify.annotations.NullMarked;
