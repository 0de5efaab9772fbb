/**
 * Guards are taken out of the code one at a time, and the simulator has to notice: whoever trusts a run without findings
 * should know what it would have found. The patches are in {@code proof/src/test/mutants}.
 */
@NullMarked
package io.seatlog.proof.mutation;

import org.jspecify.annotations.NullMarked;
