/** How programs start: what is not there yet is waited for. */
@NullMarked
package io.yizhan.lifecycle;

import org.jspecify.annotations.NullMarked;
