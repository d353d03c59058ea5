/**
 * Replay: what a replay queue has kept is copied to a destination queue while an operator's job
 * runs.
 *
 * <p>The jobs are items of the {@code control} table. Every replica reads them every few seconds
 * and starts or stops its own replay routes accordingly; a replay route is never started otherwise.
 */
package io.eventfork.replay;
