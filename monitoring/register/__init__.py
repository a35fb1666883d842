"""The buildings: Estate → Block → Unit, facilities, tariffs, the hand-over of the asset, the map.

The lowest wing of monitoring: every other wing may import it.
"""
