package io.seatlog.proof.simulation;

/** Choices from a list; the quietest ones where the list has ended, so that the simulation ends there. */
final class ScriptedChoices implements Choices {
    private final int[] script;
    private int at;

    ScriptedChoices(int... script) {
        this.script = script;
    }

    @Override
    public int next(int bound) {
        return at < script.length ? Math.floorMod(script[at++], bound) : 0;
    }

    @Override
    public boolean more() {
        return next(2) == 1;
    }
}
