/** TLS on the public port. */
@NullMarked
package io.yizhan.gate.tls;

import org.jspecify.annotations.NullMarked;
