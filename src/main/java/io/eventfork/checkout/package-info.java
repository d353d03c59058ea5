/** The checkout: orders over HTTP become events, and events become rows of the orders table. */
package io.eventfork.checkout;
