/* Encart: an article renderer. The one header to include. */
#ifndef ENCART_H
#define ENCART_H

#include <encart/types.h>
#include <encart/version.h>
#include <encart/engine.h>
#include <encart/article.h>
#include <encart/node.h>
#include <encart/render.h>
#include <encart/plugin.h>
#include <encart/edit.h>
#include <encart/collection.h>

#endif
