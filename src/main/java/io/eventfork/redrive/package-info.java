/**
 * What was given up: the dead letters of queues, and in the same view what else a pipeline could
 * not deliver. An operator sees it by reason, sends it back to where it belongs, or throws it away.
 */
package io.eventfork.redrive;
