/** How HTTP requests come in: limits and conversions. */
@NullMarked
package io.yizhan.gate.web;

import org.jspecify.annotations.NullMarked;
