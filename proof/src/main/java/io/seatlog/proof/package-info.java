/** Why the promises can be believed. Depends on both services and on nothing that runs. */
@NullMarked
package io.seatlog.proof;

import org.jspecify.annotations.NullMarked;
