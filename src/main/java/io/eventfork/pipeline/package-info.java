/**
 * What the reusable fork pipelines (backup, search, replay) have in common: the event as they see
 * it, their filter, and their transformation.
 */
package io.eventfork.pipeline;
