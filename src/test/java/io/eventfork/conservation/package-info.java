/**
 * The oracle of conservation: it issues orders, breaks things on a schedule, and then looks whether
 * every order that was accepted is everywhere once. It knows the application as a user does, by its
 * jar, its HTTP interface and standard clients; docs/reliability.md says what it checks.
 */
package io.eventfork.conservation;
