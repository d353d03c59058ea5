/** Spans over HTTP: where a trace enters Eventfork, and how its spans leave it. */
package io.eventfork.tracing;
