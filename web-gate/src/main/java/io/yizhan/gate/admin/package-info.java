/** What only admins may ask. */
@NullMarked
package io.yizhan.gate.admin;

import org.jspecify.annotations.NullMarked;
