/** Real middleware from Maven artifacts, on loopback. */
@NullMarked
package io.yizhan.embedded;

import org.jspecify.annotations.NullMarked;
