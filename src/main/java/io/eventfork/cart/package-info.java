/**
 * The cart: what users put in and take out becomes events on the bus, and whoever is interested
 * keeps the carts and reminds of what was left in them.
 */
package io.eventfork.cart;
