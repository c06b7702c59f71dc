/** What worker and gate share in Redis: the login tokens and word of their revocation. */
@NullMarked
package io.yizhan.access;

import org.jspecify.annotations.NullMarked;
