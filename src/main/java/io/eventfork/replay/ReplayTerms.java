package io.eventfork.replay;

/**
 * How a job works.
 *
 * @param rate copies a second; 0 for no limit
 * @param limit copies at most; 0 for no limit
 * @param dryRun whether it counts alone, and sends nothing
 */
record ReplayTerms(int rate, long limit, boolean dryRun) {

    /** As fast as it goes, all of it, in earnest. */
    static final ReplayTerms NONE = new ReplayTerms(0, 0, false);
}
