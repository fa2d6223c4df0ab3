<?php
/** The plugin's own words in French. */

return [
    'Settings' => 'Réglages',
    'Encart: the PHP extension “encart” is not loaded. Articles are shown as they are.' => 'Encart : l’extension PHP « encart » n’est pas chargée. Les articles sont affichés tels quels.',
    'The configuration is no JSON object: %s' => 'La configuration n’est pas un objet JSON : %s',
    'Boxes' => 'Encarts',
    'Kinds of content' => 'Types de contenu',
    'Comments' => 'Commentaires',
    'A link to the theme’s form' => 'Un lien vers le formulaire du thème',
    'The form at the end of the article, instead of the theme’s' => 'Le formulaire à la fin de l’article, à la place de celui du thème',
    'Nothing' => 'Rien',
    'Display' => 'Affichage',
    'Leave articles as they are when they hold forms, scripts or players that would be taken out' => 'Laisser tels quels les articles qui contiennent des formulaires, des scripts ou des lecteurs qui seraient retirés',
    'Load the stylesheet of the boxes' => 'Charger la feuille de style des encarts',
    'Configuration' => 'Configuration',
    'JSON, over all of the above. Empty for none.' => 'JSON, prioritaire sur tout ce qui précède. Vide : aucune.',
    'Articles of the site' => 'Articles du site',
    '%1$d of %2$d published articles are in the collection.' => '%1$d articles publiés sur %2$d sont dans la collection.',
    'Index all articles again' => 'Indexer à nouveau tous les articles',
    'You may not do this.' => 'Vous n’en avez pas le droit.',
    '%1$d of %2$d articles indexed, %3$d failed' => '%1$d articles indexés sur %2$d, %3$d échecs',
    'Go on' => 'Continuer',
    'Show this article as it is, without any box' => 'Afficher cet article tel quel, sans aucun encart',
    'Boxes that shall not stand here' => 'Encarts exclus de cet article',
    'Boxes pinned to a place' => 'Encarts épinglés',
    'One for each line: the box, and the number of the paragraph, or the words of the heading, after which it stands.' => 'Un par ligne : l’encart, puis le numéro du paragraphe ou le texte de l’intertitre après lequel il se place.',
];
