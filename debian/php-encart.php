mod debian/encart.ini
