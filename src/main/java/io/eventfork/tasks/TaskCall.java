package io.eventfork.tasks;

/**
 * One call of a task: what was told, and by which token.
 *
 * @param id another one in each call, so that a write that is repeated after a lost answer is known
 * @param tokenHash the hash of the token
 */
record TaskCall(String id, String tokenHash, TaskOutcome outcome) {

    /** The outcome alone. */
    @Override
    public String toString() {
        return "call of " + outcome;
    }
}
