/** Answers of HTTP routes when something is wrong, as problem documents (RFC 9457). */
package io.eventfork.problem;
